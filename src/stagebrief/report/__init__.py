"""Diagnostics as text for people and for programs; nothing is printed here."""
