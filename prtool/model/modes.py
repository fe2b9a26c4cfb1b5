"""The modes of files, as git has them."""

MODE_FILE = 0o100644
MODE_EXECUTABLE = 0o100755
MODE_SYMLINK = 0o120000
MODE_SUBMODULE = 0o160000
"""Tree entry modes. Source: git's Documentation/git-fast-import.txt, "filemodify"."""
