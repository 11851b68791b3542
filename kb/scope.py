"""Whether a passage speaks of information systems only, where a criterion asks about cargo, yards and buildings."""

from enum import StrEnum

from kb.terms import Terms


class Scope(StrEnum):
    """How a passage about information systems counts for a criterion."""

    ANY = "any"  # the section is about people, partners or systems as such
    BESIDE = "beside"  # a room of the IT department is a building too, but not the one that is asked about
    OUTSIDE = "outside"  # nothing that an IT paper says of storage media or networks concerns conveyances or pests


SECTIONS = {
    "Conveyance and IIT": Scope.OUTSIDE,
    "Agricultural Procedures": Scope.OUTSIDE,
    "Physical Security": Scope.BESIDE,
    "Access Controls": Scope.BESIDE,
    "Procedural Security": Scope.BESIDE,
}
SYSTEMS = Terms(
    (
        "it", "ict", "information technology", "information security", "cyber*", "server room", "server", "data centre", "data center",
        "data", "network", "firewall", "vlan", "endpoint", "laptop", "workstation", "software", "application", "database", "user account",
        "credentials", "password", "login", "logon", "cloud", "malware", "backup", "removable media", "storage media", "physical media",
        "ciso", "cio", "soc", "siem", "mfa", "vpn", "nvr vlan", "api", "encryption", "phishing", "vulnerability", "patch", "saas",
    )
)  # fmt: skip
GOODS = Terms(
    (
        "cargo", "freight", "container", "trailer", "chassis", "truck", "tractor", "conveyance", "iit", "shipment", "shipping", "seal",
        "warehouse", "dock", "yard", "gate", "fence", "fencing", "perimeter", "driver", "carrier", "pallet", "loading", "unloading",
        "stuffing", "distribution center", "distribution centre", "consignee", "manifest", "bill of lading", "pest", "parking", "forklift",
        "goods", "pick up", "facility", "facilities", "premises", "building", "lobby", "reception", "guard", "cbp", "border",
    )
)  # fmt: skip


def systems_only(*texts: tuple[str, ...]) -> bool:
    """Whether stemmed texts speak of information systems and of nothing that is moved, stored or walked into."""
    said = tuple(stem for text in texts for stem in text)
    return SYSTEMS.spoken(said) and not GOODS.spoken(said)
