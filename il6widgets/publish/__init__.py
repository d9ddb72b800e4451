"""Where it goes: the same widgets in pages without a kernel."""
