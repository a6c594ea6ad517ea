# SPDX-License-Identifier: Apache-2.0
"""Jobs that the tests of devices give."""

from hallserver.core.jobs import PrintSlip, SlipLine, Speak, Utterance

URL = "http://10.8.0.5:8080/ticket/#t=Zk3x9QmPq0aBcDeFgHiJkL"

LINES = (
    SlipLine(text="福田区政务服务大厅", size=4, bold=True),
    SlipLine(text=""),
    SlipLine(text="敬老优待证", size=3),
    SlipLine(text="A012", size=10, bold=True),
    SlipLine(text="前面还有 5 人等候", size=3),
)

CMN = Utterance(language="cmn", text="请A零一二号到三号窗口办理")
YUE = Utterance(language="yue", text="請A零一二號到三號窗口")
EN = Utterance(language="en", text="Number A zero one two, please proceed to counter 3.")


def slip(number: int = 1, *, qr: str = "", device: str = "printer-1", copy: int = 1) -> PrintSlip:
    """Return a job that prints one slip."""
    return PrintSlip(
        job=f"slip/1.{number}/{copy}", device=device, ticket=f"1.{number}", lines=LINES, qr=qr,
        short_code="" if qr else "KRT SC4", copy=copy,
    )  # fmt: skip


def call(number: int = 1, *, device: str = "voice-1", fresh_s: float = 15.0, say: tuple[Utterance, ...] = (CMN,)) -> Speak:
    """Return a job that announces one call."""
    short = Utterance(language="cmn", text="A零一二号，三号窗口")
    return Speak(job=f"call/1.{number}/1.1/{device}", device=device, ticket=f"1.{number}", call=1, say=say, short=(short,), fresh_s=fresh_s)
