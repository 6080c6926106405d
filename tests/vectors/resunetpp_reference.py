#!/usr/bin/python3
"""ResUNet++ in PyTorch, written from the paper and the table of layers alone, as a yardstick for the C# implementation.

    python3 tests/vectors/resunetpp_reference.py                                   # seeded weights, and the checkpoints for the importer
    python3 tests/vectors/resunetpp_reference.py models/resunetpp-kvasir.safetensors   # the shipped weights

Each writes tests/vectors/NAME.vectors.safetensors: logits of a fixed 64 x 64 picture, whole, and of a fixed 352 x 352 one, at every 61st
pixel. The tests compare them with what the C# engine computes. Needs Debian's python3-torch and nothing else.
"""
import collections
import hashlib
import json
import pathlib
import struct
import sys

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
SAMPLE_STEP = 61
SEED = 1


class SqueezeExcite(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(channels, channels // 8, bias=False), nn.ReLU(), nn.Linear(channels // 8, channels, bias=False), nn.Sigmoid())

    def forward(self, x):
        return x * self.net(x.mean(dim=(2, 3)))[:, :, None, None]


class Stem(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.c1 = nn.Sequential(nn.Conv2d(cin, cout, 3, padding=1), nn.BatchNorm2d(cout), nn.ReLU(), nn.Conv2d(cout, cout, 3, padding=1))
        self.c2 = nn.Sequential(nn.Conv2d(cin, cout, 1), nn.BatchNorm2d(cout))
        self.attn = SqueezeExcite(cout)

    def forward(self, x):
        return self.attn(self.c1(x) + self.c2(x))


class Res(nn.Module):
    def __init__(self, cin, cout, stride):
        super().__init__()
        self.c1 = nn.Sequential(
            nn.BatchNorm2d(cin), nn.ReLU(), nn.Conv2d(cin, cout, 3, stride=stride, padding=1),
            nn.BatchNorm2d(cout), nn.ReLU(), nn.Conv2d(cout, cout, 3, padding=1))
        self.c2 = nn.Sequential(nn.Conv2d(cin, cout, 1, stride=stride), nn.BatchNorm2d(cout))
        self.attn = SqueezeExcite(cout)

    def forward(self, x):
        return self.attn(self.c1(x) + self.c2(x))


class Pyramid(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        for number, rate in enumerate((1, 6, 12, 18), start=1):
            branch = nn.Sequential(nn.Conv2d(cin, cout, 3, padding=rate, dilation=rate), nn.BatchNorm2d(cout))
            setattr(self, f"c{number}", branch)
        self.c5 = nn.Conv2d(cout, cout, 1)

    def forward(self, x):
        return self.c5(self.c1(x) + self.c2(x) + self.c3(x) + self.c4(x))


class Attention(nn.Module):
    def __init__(self, gate, channels):
        super().__init__()

        def block(cin, *more):
            return nn.Sequential(nn.BatchNorm2d(cin), nn.ReLU(), nn.Conv2d(cin, channels, 3, padding=1), *more)

        self.g_conv = block(gate, nn.MaxPool2d(2))
        self.x_conv = block(channels)
        self.gc_conv = block(channels)

    def forward(self, gate, x):
        return self.gc_conv(self.g_conv(gate) + self.x_conv(x)) * x


class Decoder(nn.Module):
    def __init__(self, gate, channels, cout):
        super().__init__()
        self.a1 = Attention(gate, channels)
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.r1 = Res(channels + gate, cout, 1)

    def forward(self, gate, x):
        return self.r1(torch.cat([self.up(self.a1(gate, x)), gate], dim=1))


class ResUNetPlusPlus(nn.Module):
    def __init__(self, classes=1):
        super().__init__()
        self.c1 = Stem(3, 16)
        self.c2 = Res(16, 32, 2)
        self.c3 = Res(32, 64, 2)
        self.c4 = Res(64, 128, 2)
        self.b1 = Pyramid(128, 256)
        self.d1 = Decoder(64, 256, 128)
        self.d2 = Decoder(32, 128, 64)
        self.d3 = Decoder(16, 64, 32)
        self.aspp = Pyramid(32, 16)
        self.output = nn.Conv2d(16, classes, 1)

    def forward(self, x):
        c1 = self.c1(x)
        c2 = self.c2(c1)
        c3 = self.c3(c2)
        x = self.b1(self.c4(c3))
        x = self.d1(c3, x)
        x = self.d2(c2, x)
        x = self.d3(c1, x)
        return self.output(self.aspp(x))


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    types = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64}
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        raw = bytearray(data[8 + length + begin:8 + length + end])
        tensors[name] = torch.frombuffer(raw, dtype=types[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def write_safetensors(path, tensors, metadata):
    header, body = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        raw = tensor.contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def signed(value):
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def uniform(seed, name, count):
    """`count` numbers in [0, 1) of the stream `name`: SplitMix64 started from the seed and the FNV-1a hash of the name."""

    def mix(z):
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            z = (z ^ ((z >> shift) & ((1 << (64 - shift)) - 1))) * signed(factor)
        return z ^ ((z >> 31) & ((1 << 33) - 1))

    gamma = 0x9E3779B97F4A7C15
    digest = 14695981039346656037
    for byte in name.encode():
        digest = ((digest ^ byte) * 1099511628211) % (1 << 64)
    start = int(mix(torch.tensor([signed(seed + gamma)]))) ^ signed(digest)
    steps = torch.arange(1, count + 1, dtype=torch.int64) * signed(gamma) + start
    return ((mix(steps) >> 11) & ((1 << 53) - 1)).double() / (1 << 53)


def seeded_weights(model):
    """The C# side makes the same: PyTorch's default ranges for kernels and biases, and batch normalisation that is not the identity."""
    state = model.state_dict()
    for module_name, module in model.named_modules():
        for name, tensor in list(module._parameters.items()) + list(module._buffers.items()):
            if tensor is None or name == "num_batches_tracked":
                continue
            full = f"{module_name}.{name}"
            u = uniform(SEED, full, tensor.numel()).reshape(tensor.shape)
            if isinstance(module, nn.BatchNorm2d):
                value = 1 + 2 * u if name == "weight" else u + 0.5 if name == "running_var" else u - 0.5
            else:
                fan_in = module.weight[0].numel()
                value = (u * 2 - 1) * (1 / fan_in ** 0.5)
            state[full] = value.float()
    return state


def picture(size):
    """8-bit RGB by whole-number arithmetic: a lit, reddish wall with a paler bump and some grain. [1, 3, size, size] in [0, 1]."""
    y, x = torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")
    u, v = x * 352 // size, y * 352 // size
    shade = ((u - 176) ** 2 + (v - 176) ** 2) // 700
    bump = torch.clamp(60 - ((u - 210) ** 2 * 3 + (v - 150) ** 2 * 4) // 200, min=0)
    planes = []
    for c, (base, gain) in enumerate(((190, 1), (95, 2), (75, 2))):
        grain = ((((y * size + x) * 3 + c) * 2654435761) % (1 << 32)) >> 28
        planes.append(torch.clamp(base + bump * gain // 2 - shade + grain, 0, 255))
    return torch.stack(planes)[None].float() / 255


def write_vectors(state, name, source):
    model = ResUNetPlusPlus(classes=state["output.bias"].numel())
    model.load_state_dict({key: value.float() if value.is_floating_point() else value for key, value in state.items()})
    model.eval()
    with torch.no_grad():
        small, large = model(picture(64)), model(picture(352))
    path = FOLDER / f"{name}.vectors.safetensors"
    write_safetensors(path, {"logits_64": small, "logits_352_samples": large.flatten()[::SAMPLE_STEP]}, source)
    for what, logits in (("64", small), ("352", large)):
        print(f"{path.name}: logits at {what}: {logits.min():.4f} to {logits.max():.4f}, mean probability {logits.sigmoid().mean():.4f}")


def write_checkpoints():
    """Real files of torch.save for the importer's tests: one as a training script writes it, one bare."""
    base = torch.arange(24, dtype=torch.float32)
    state = collections.OrderedDict([
        ("module.plain", base.reshape(2, 3, 4)),
        ("module.transposed", base.reshape(4, 6).t()),
        ("module.slice", base[5:20:3]),
        ("module.expanded", base[2:4].reshape(2, 1).expand(2, 3)),
        ("module.parameter", nn.Parameter(torch.tensor([0.5, -0.25]))),
        ("module.half", torch.tensor([1.5, -2.0]).half()),
        ("module.bfloat16", torch.tensor([3.0, -0.125]).bfloat16()),
        ("module.double", torch.tensor([0.1], dtype=torch.float64)),
        ("module.counter", torch.tensor(12345678901)),
        ("module.channels_last", torch.arange(48, dtype=torch.float32).reshape(2, 2, 3, 4).contiguous(memory_format=torch.channels_last)),
    ])
    optimizer = {"state": {0: {"step": 7, "exp_avg": torch.zeros(2)}}, "param_groups": [{"lr": 1e-4, "betas": (0.9, 0.999), "amsgrad": False, "foreach": None}]}
    torch.save({"epoch": 300, "best": -1.5, "name": "r\u00e9sumé", "state_dict": state, "optimizer": optimizer}, FOLDER / "training.pth")
    torch.manual_seed(0)
    module = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
    with torch.no_grad():
        for index, tensor in enumerate(module.state_dict().values()):
            tensor.fill_(index + 1)
    torch.save(module.state_dict(), FOLDER / "bare.pth")


def main():
    if len(sys.argv) > 1:
        path = pathlib.Path(sys.argv[1]).resolve()
        source = {"weights": str(path.relative_to(ROOT)), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        write_vectors(read_safetensors(path), path.stem, source)
        return
    write_vectors(seeded_weights(ResUNetPlusPlus()), f"resunetpp-seed{SEED}", {"seed": str(SEED)})
    write_checkpoints()


main()
