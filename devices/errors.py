# SPDX-License-Identifier: Apache-2.0
"""What can go wrong at a device, as one tree.

DeviceError        something at this agent does not work
├── UnknownDriver  the hall names a driver that this agent does not have
├── DeviceGone     the device cannot be reached or used just now
├── VoiceFailed    an utterance could not be made, or came out wrong
├── FontMissing    no font that can draw a slip
├── NotPaired      the hall does not know this agent
├── NoHall         no address is configured, and no hall or several were found
└── NotTrusted     this is not, or cannot be known to be, the hall that the agent belongs to

AgentStops         apart from these: nothing is wrong, but nothing may be begun any more
"""


class DeviceError(Exception):
    """Something at this agent does not work; the text says what, and what to do."""


class UnknownDriver(DeviceError):
    """The hall names a driver that this agent does not have."""


class DeviceGone(DeviceError):
    """The device cannot be reached or used just now."""


class VoiceFailed(DeviceError):
    """An utterance could not be made, or came out wrong."""


class FontMissing(DeviceError):
    """No font that can draw a slip was found."""


class NotPaired(DeviceError):
    """The hall does not know this agent: there is no key, or the pairing code is used up."""


class NoHall(DeviceError):
    """No address is configured, and no hall, or more than one, was found on the network."""


class NotTrusted(DeviceError):
    """This is not, or cannot be known to be, the hall that the agent belongs to: wrong pin, or a line in the clear."""


class AgentStops(Exception):
    """The agent has written its last report: a slip begun now would be one that nobody knows of."""
