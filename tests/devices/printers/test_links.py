# SPDX-License-Identifier: Apache-2.0
"""What an address of a printer may look like."""

import pytest

from devices.errors import DeviceError
from devices.printers.links import LINKS
from tests.devices.printers.hardware import place


def test_each_driver_takes_its_own_kind_of_address() -> None:
    """Nothing is opened before it is needed: a printer may be switched on later."""
    network = LINKS["escpos-network"](place("10.0.0.9"))()
    serial = LINKS["escpos-serial"](place("/dev/ttyS9", baud="115200", flow="xon"))()
    usb = LINKS["escpos-usb"](place("04b8:0e15", serial="X1", out="0x03"))()

    assert (network.host, network.port) == ("10.0.0.9", 9100)
    assert (serial.devfile, serial.baudrate, serial.xonxoff, serial.dsrdtr) == ("/dev/ttyS9", 115200, True, False)
    assert usb.usb_args == {"idVendor": 0x04B8, "idProduct": 0x0E15, "serial_number": "X1"}
    assert (usb.in_ep, usb.out_ep) == (0, 3)


@pytest.mark.parametrize(
    ("driver", "address", "options", "said"),
    [
        ("escpos-usb", "printer", {}, "vendor 'printer'"), ("escpos-network", "10.0.0.9:lp", {}, "port 'lp'"),
        ("escpos-serial", "COM3", {"baud": "fast"}, "baud 'fast'"), ("escpos-file", "x", {"timeout": "long"}, "timeout=long"),
        ("escpos-network", "10.0.0.9", {"timeout": "0"}, "timeout=0"), ("escpos-network", "10.0.0.9", {"timeout": "nan"}, "timeout=nan"),
        ("escpos-network", "10.0.0.9", {"timeout": "1e9"}, "timeout=1e9"), ("escpos-serial", "COM3", {"flow": "cts"}, "flow=cts"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_address_is_named(driver: str, address: str, options: dict[str, str], said: str) -> None:
    """The set-up screen shows this sentence."""
    with pytest.raises(DeviceError, match=said):
        LINKS[driver](place(address, **options))
