"""Tests of people, through HTTP and real accounts."""
