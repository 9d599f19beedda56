"""Showing an answer: terminal, pages and files. Nothing in here decides anything."""
