"""Sealing of contact details: Fernet (AES-128 in CBC with HMAC-SHA256), keys from the environment.

The first key seals, all of them open: a new key is put in front, ``flask cases reseal`` renews what is stored, and the
old key goes. Whoever steals the database alone reads nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.core.errors import Problem
from app.core.text import N_


class Unreadable(Problem):
    """The keys of this installation do not open what is sealed, or there are none."""


class Vault:
    """Seals and opens; made from ``Settings.contact_keys``."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def seal(self, details: Mapping[str, str]) -> str:
        """The details as a sealed text. Raises :class:`Unreadable` where there is no key."""
        return self._keys().encrypt(json.dumps(details, ensure_ascii=False).encode()).decode("ascii")

    def open(self, sealed: str) -> dict[str, str]:
        """The details in a sealed text. Raises :class:`Unreadable`."""
        try:
            found: dict[str, str] = json.loads(self._keys().decrypt(sealed.encode("ascii")))
        except InvalidToken as problem:
            raise Unreadable(
                # Translators: citizens read this
                N_(
                    "Không mở được thông tin liên hệ: khóa mã hóa đã đổi. Hãy báo người quản trị máy chủ thêm lại khóa "
                    "cũ vào THUOCDO_CONTACT_KEYS."
                )
            ) from problem
        return found

    def renew(self, sealed: str) -> str:
        """The same details under the first key. Raises :class:`Unreadable`."""
        return self.seal(self.open(sealed))

    def _keys(self) -> MultiFernet:
        if self._fernet is None:
            raise Unreadable(
                # Translators: citizens read this
                N_("Máy chủ chưa có khóa mã hóa thông tin liên hệ. Hãy báo người quản trị đặt THUOCDO_CONTACT_KEYS.")
            )
        return self._fernet
