"""Which files go into the package; everything else about it is in pyproject.toml.

The app goes along as ``posture_analyzer_app``, a folder that mirrors this one. Its modules (``ui``,
``app_pages``) have common names, and are no packages of their own: only the app's server puts that folder on
its path.
"""

from setuptools import find_namespace_packages, setup
from setuptools.command.build_py import build_py

APP = "posture_analyzer_app"


class _Build(build_py):
    def find_package_modules(self, package, package_dir):
        """Of the files beside this one, the app alone."""
        found = super().find_package_modules(package, package_dir)
        return [item for item in found if package != APP or item[1] == "app"]


setup(
    cmdclass={"build_py": _Build},
    packages=[*find_namespace_packages(include=["analyzer", "analyzer.*"]), APP],
    package_dir={APP: "."},
    package_data={
        "analyzer": [
            "py.typed",
            "**/*.json",
            "**/*.npz",
            "**/*.js",
            "report/*.*",
            "report/fonts/*",
            "language/catalogues/*",
        ],
        APP: [
            ".streamlit/config.toml",
            "app_pages/*.py",
            *(f"ui/**/*.{ending}" for ending in ("py", "js", "css", "html", "png", "svg", "json")),
            "sample_images/*.jpg",
            "sample_images/*.json",
            "docs/accuracy.json",
        ],
    },
)
