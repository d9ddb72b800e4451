# Tests in a real JupyterLab and a real Chromium, and the harness for them.
