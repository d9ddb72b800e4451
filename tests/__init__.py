# The tests of il6widgets; a package, so that tests can import one another's harness.
