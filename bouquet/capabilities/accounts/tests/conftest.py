"""Two brands on unrelated domains, and browsers that walk between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from bouquet.capabilities.accounts.tests.walker import NETWORK, Walker


@pytest.fixture(autouse=True)
def two_domains(settings: Settings) -> None:
    """wideo.test and yootribe.test share nothing but the accounts of compte.m6.test."""
    settings.BOUQUET_NETWORK = NETWORK
    settings.ALLOWED_HOSTS = list(NETWORK.hosts)
    suffix = f":{settings.BOUQUET_PUBLIC_PORT}"
    settings.BOUQUET_ORIGINS = [f"{settings.BOUQUET_SCHEME}://{host}{suffix}" for host in NETWORK.hosts]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "accounts"}}


@pytest.fixture(autouse=True)
def nobody_was_counted(two_domains: None) -> Iterator[None]:
    """Rate limits begin at nought in every test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def walker() -> Walker:
    """A browser."""
    return Walker()


@pytest.fixture
def new_walker() -> Callable[..., Walker]:
    """Another browser, on another device."""
    return Walker
