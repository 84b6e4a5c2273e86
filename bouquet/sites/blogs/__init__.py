"""Blogs: anybody opens one, writes with others, and takes everything along."""
