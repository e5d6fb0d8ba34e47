"""Whatever stores, does so on both databases."""

from tests.databases import on_both

database = on_both
