"""Reference implementation of the auth conductor of an OpenAI-compatible proxy."""
