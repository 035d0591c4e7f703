"""Counterclaim: feeds in, one card an episode out, with both sides' claims side by side."""

__version__ = "0.1.0"
