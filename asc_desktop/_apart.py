"""A process of the program's own that reads what is not trusted, and how much memory and time it may take."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

_PATIENCE: Final = 3
_PAUSE_SECONDS: Final = 0.05


def run_apart(
    arguments: Sequence[str], *, seconds: int, room: int, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Run this very program with some arguments, and after them the seconds and bytes to give to ``limit``.

    What it finds it leaves in a file; there is none where it ended, or was ended, before it had found anything.
    ``meanwhile`` is called again and again; what it raises ends the process, and is raised.
    """
    frozen = bool(getattr(sys, "frozen", False))
    program = [sys.executable] if frozen else [sys.executable, "-m", "asc_desktop"]
    # Not in the folder that the person is in: Python would take modules from there.
    home = Path(sys.executable).parent if frozen else Path(__file__).parents[1]
    # The seconds are the processor's; a slow disk or a scanner may take as long again.
    end = time.monotonic() + _PATIENCE * seconds
    with subprocess.Popen(  # noqa: S603 - this very program
        [*program, *arguments, str(seconds), str(room)],
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=NO_WINDOW,
    ) as process:
        try:
            while time.monotonic() < end:
                meanwhile()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_PAUSE_SECONDS)
                    return
        finally:
            process.kill()


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    NO_WINDOW = subprocess.CREATE_NO_WINDOW

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    _EXTENDED_INFORMATION = 9
    _PROCESS_TIME, _PROCESS_MEMORY = 0x2, 0x100
    _HUNDREDS_OF_NANOSECONDS = 10_000_000

    def limit(*, seconds: int, room: int) -> None:
        """Let this process take no more processor time and bytes of memory than these, by a job of its own."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        # Never closed: the job ends with the process.
        job = kernel.CreateJobObjectW(None, None)
        asked = _Extended()
        asked.BasicLimitInformation.LimitFlags = _PROCESS_TIME | _PROCESS_MEMORY
        asked.BasicLimitInformation.PerProcessUserTimeLimit = seconds * _HUNDREDS_OF_NANOSECONDS
        asked.ProcessMemoryLimit = room
        if not (
            job
            and kernel.SetInformationJobObject(
                job, _EXTENDED_INFORMATION, ctypes.byref(asked), ctypes.sizeof(asked)
            )
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import resource

    NO_WINDOW = 0

    def limit(*, seconds: int, room: int) -> None:
        """Let this process take no more processor time and bytes of memory than these."""
        for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, room)):
            hard = resource.getrlimit(what)[1]
            # Not every system knows every limit; the time is also kept by whoever waits.
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
