"""LibreOffice as a lead has it: forms opened, cells typed into, and saved, in one process for any number of files.

What is typed goes the way of the keyboard (the cell is gone to, the text entered), so that formats, locked cells and
dates as the British write them have their say. Nothing is converted, and nothing of a file is written by Python.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from msgspec import Struct

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this computer.")

SECONDS = 240

KINDS: Mapping[str, str] = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
}
"""What LibreOffice calls each kind of file that it saves."""


class Filled(Struct, frozen=True):
    """One file to open, what to type into which cell (``("P-001", "C9")``), and where it is saved then.

    ``deleted`` are rows, counted from 1, that go after that, the lock of their sheet being taken off; the lowest first.
    """

    path: Path
    typed: Mapping[tuple[str, str], str]
    target: Path
    deleted: Sequence[tuple[str, int]] = ()


def fill(files: Sequence[Filled], folder: Path) -> None:
    """Open, fill in and save each file with one LibreOffice; its own settings go into ``folder``."""
    assert OFFICE is not None
    jobs, log = folder / "jobs.txt", folder / "log.txt"
    jobs.write_text("".join(line + "\n" for file in files for line in _lines(file)), encoding="utf-8")
    profile = folder / "profile"
    _make_profile(profile, jobs, log)
    subprocess.run(
        [
            OFFICE, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}",
            "macro:///Standard.Filling.Main",
        ],
        check=True, capture_output=True, timeout=SECONDS, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    said = log.read_text(encoding="utf-8").splitlines() if log.exists() else ["LibreOffice did not begin."]
    assert said == ["done"], said
    for file in files:
        assert file.target.exists(), file.target


def _lines(file: Filled) -> list[str]:
    typed = [
        "\t".join(("cell", sheet, address, text.replace("\n", "\\n")))
        for (sheet, address), text in file.typed.items()
    ]
    gone = [f"delete\t{sheet}\t{row - 1}" for sheet, row in file.deleted]
    kind = KINDS[file.target.suffix]
    return [f"open\t{file.path.as_uri()}", *typed, *gone, f"save\t{file.target.as_uri()}\t{kind}"]


def _make_profile(profile: Path, jobs: Path, log: Path) -> None:
    """Write the settings of a LibreOffice that speaks British English and has one macro.

    It is told that it has been set up, or its first start would put its own presets in the place of the macro.
    """
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    (basic / "script.xlc").write_text(_LIBRARIES, encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    macro = _MACRO.replace("JOBS", jobs.as_uri()).replace("LOG", log.as_uri())
    words = macro.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    (basic / "Standard" / "Filling.xba").write_text(_MODULE.replace("WORDS", words), encoding="utf-8")


_MACRO = """
Sub Main
    Dim aPart, oFiles, oJobs, oSaid, oDocument, oFrame, oKeys, sTold As String, sTyped As String
    oKeys = createUnoService("com.sun.star.frame.DispatchHelper")
    oFiles = createUnoService("com.sun.star.ucb.SimpleFileAccess")
    oJobs = createUnoService("com.sun.star.io.TextInputStream")
    oJobs.setInputStream(oFiles.openFileRead("JOBS"))
    oJobs.setEncoding("UTF-8")
    oSaid = createUnoService("com.sun.star.io.TextOutputStream")
    oSaid.setOutputStream(oFiles.openFileWrite("LOG"))
    oSaid.setEncoding("UTF-8")
    On Error Goto Failed
    Do While Not oJobs.isEOF()
        sTold = oJobs.readLine()
        aPart = Split(Join(Split(sTold, Chr(10)), ""), Chr(9))
        If UBound(aPart) > 0 Then
            Select Case aPart(0)
            Case "open"
                oDocument = StarDesktop.loadComponentFromURL(aPart(1), "_blank", 0, Array())
                oFrame = oDocument.CurrentController.Frame
            Case "cell"
                oDocument.CurrentController.setActiveSheet(oDocument.Sheets.getByName(aPart(1)))
                oKeys.executeDispatch(oFrame, ".uno:GoToCell", "", 0, Named("ToPoint", aPart(2)))
                If aPart(3) = "" Then
                    oKeys.executeDispatch(oFrame, ".uno:ClearContents", "", 0, Array())
                Else
                    sTyped = Join(Split(aPart(3), "\\n"), Chr(10))
                    oKeys.executeDispatch(oFrame, ".uno:EnterString", "", 0, Named("StringName", sTyped))
                End If
            Case "delete"
                oDocument.Sheets.getByName(aPart(1)).unprotect("")
                oDocument.Sheets.getByName(aPart(1)).Rows.removeByIndex(CLng(aPart(2)), 1)
            Case "save"
                oDocument.storeToURL(aPart(1), Named("FilterName", aPart(2)))
                oDocument.close(True)
            End Select
        End If
    Loop
    oSaid.writeString("done" & Chr(10))
    Goto Ended
Failed:
    oSaid.writeString(sTold & ": " & Error & Chr(10))
Ended:
    oSaid.closeOutput()
    StarDesktop.terminate()
End Sub

Function Named(sName As String, vValue)
    Dim aPair(0) As New com.sun.star.beans.PropertyValue
    aPair(0).Name = sName
    aPair(0).Value = vValue
    Named = aPair()
End Function
"""

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Filling" script:language="StarBasic">
WORDS
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Filling"/></library:library>
"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>
"""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>en-GB</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">
<value>true</value></prop></item>
</oor:items>
"""
