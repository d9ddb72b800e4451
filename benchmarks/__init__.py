# Benchmarks of il6widgets; a package, so that each runs as `python -m benchmarks.NAME`.
