"""How it moves: models are read, checked, compiled and solved here; numpy and scipy, no widget."""
