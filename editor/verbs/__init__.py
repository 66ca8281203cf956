"""What Workprint does, as free functions: each command line verb under its own name.

Every one takes and returns frozen values. `workprint VERB` prints what these return.
"""
