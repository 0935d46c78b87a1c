"""The only reader of content: a folder becomes a Brief and a Library, every value with its Span."""
