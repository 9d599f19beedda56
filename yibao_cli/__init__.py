"""yibao: an advisor on China's basic medical insurance for people whose contributions were interrupted."""

__version__ = "0.1.0"
