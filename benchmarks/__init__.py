"""How fast prtool is: plain scripts, run by hand."""
