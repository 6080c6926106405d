#!/usr/bin/env python3
"""PyTorch's side of `./bench.sh engine --device cuda`: runs the same network, with the same weights, eagerly or compiled.

Reads one JSON object a line from standard input and answers each with one on standard output:
  {"open": GRAPH.json, "weights": FILE.safetensors, "input": FILE.f32, "batch": 16, "precision": "f16", "mode": "eager", "device": "cuda:0"}
  {"run": 20}     -> {"seconds": [...]}: from pinned host memory to probabilities in pinned host memory, the device synchronised before and after
With an argument it only walks the graph, without PyTorch:  engine.py GRAPH.json  -> {"nodes": ..., "outputs": [[1, 1, 352, 352]], "macs": ...}
The graph is the network as it was trained; nothing is folded or rewritten beforehand. Needs nothing but PyTorch.
"""
import json
import struct
import sys
import time


def pair_out(size, kernel, stride, padding, dilation):
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def infer(node, inputs):
    """Shape of a node's value and its multiply-accumulates, from the shapes of what it reads; None for what is unknown."""
    op, a = node["op"], node["attributes"]
    if op == "Input":
        raise ValueError("an input has no inputs")
    n, c, h, w = inputs[0]
    if op == "Conv2d":
        expect(c == a["inChannels"], node, f"{a['inChannels']} channels, got {c}")
        out = [n, a["outChannels"]] + [pair_out(s, a["kernel"], a["stride"], a["padding"], a["dilation"]) for s in (h, w)]
        return out, volume(out) * c * a["kernel"] ** 2
    if op == "ConvTranspose2d":
        out = [n, a["outChannels"]] + [(s - 1) * a["stride"] - 2 * a["padding"] + a["kernel"] for s in (h, w)]
        return out, volume(inputs[0]) * a["outChannels"] * a["kernel"] ** 2
    if op == "Linear":
        expect(c * h * w == a["inChannels"], node, f"{a['inChannels']} values, got {c * h * w}")
        return [n, a["outChannels"], 1, 1], n * a["inChannels"] * a["outChannels"]
    if op == "MaxPool2d":
        return [n, c] + [pair_out(s, a["kernel"], a["stride"], 0, 1) for s in (h, w)], 0
    if op in ("UpsampleNearest", "UpsampleBilinear"):
        return [n, c, h * a["factor"], w * a["factor"]], 0
    if op == "GlobalAveragePool":
        return [n, c, 1, 1], 0
    if op == "Concat":
        expect(all(s[0] == n and s[2:] == [h, w] for s in inputs), node, f"parts of one size, got {inputs}")
        return [n, sum(s[1] for s in inputs), h, w], 0
    if op == "ScaleChannels":
        expect(inputs[1] == [n, c, 1, 1], node, f"a factor for each channel, got {inputs[1]}")
        return inputs[0], 0
    if op in ("Add", "Multiply"):
        expect(all(s == inputs[0] for s in inputs), node, f"inputs of one shape, got {inputs}")
        return inputs[0], 0
    if op in ("ReLU", "Sigmoid", "BatchNorm2d"):
        return inputs[0], 0
    raise ValueError(f"{node['name']}: there is no operation {op} here")


def expect(holds, node, what):
    if not holds:
        raise ValueError(f"{node['name']} ({node['op']}): expected {what}")


def volume(shape):
    product = 1
    for size in shape:
        product *= size
    return product


def walk(graph, batch=1):
    """All shapes, and the multiply-accumulates of all."""
    shapes, macs = [], 0
    for node in graph["nodes"]:
        if node["op"] == "Input":
            shapes.append([batch, node["attributes"]["channels"], graph["height"], graph["width"]])
        else:
            shape, work = infer(node, [shapes[i] for i in node["inputs"]])
            shapes.append(shape)
            macs += work
    return shapes, macs


def read_safetensors(path):
    """Header and the bytes behind it: {name: {"dtype": ..., "shape": ..., "data_offsets": ...}}, bytearray."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    return header, data


def build(graph, weights):
    """The network as a torch.nn.Module."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    def layer(node):
        op, a = node["op"], node["attributes"]
        if op == "Conv2d":
            return nn.Conv2d(a["inChannels"], a["outChannels"], a["kernel"], a["stride"], a["padding"], a["dilation"], bias=a["bias"])
        if op == "ConvTranspose2d":
            return nn.ConvTranspose2d(a["inChannels"], a["outChannels"], a["kernel"], a["stride"], a["padding"], bias=a["bias"])
        if op == "Linear":
            return nn.Linear(a["inChannels"], a["outChannels"], bias=a["bias"])
        if op == "BatchNorm2d":
            return nn.BatchNorm2d(a["channels"], eps=a["epsilon"])
        return nn.Identity()

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.nodes = graph["nodes"]
            self.layers = nn.ModuleList([layer(node) for node in self.nodes])

        def step(self, i, inputs):
            op, a, x = self.nodes[i]["op"], self.nodes[i]["attributes"], inputs[0]
            if op in ("Conv2d", "ConvTranspose2d", "BatchNorm2d"):
                return self.layers[i](x)
            if op == "Linear":
                return self.layers[i](torch.flatten(x, 1))[:, :, None, None]
            if op == "ReLU":
                return F.relu(x)
            if op == "Sigmoid":
                return torch.sigmoid(x)
            if op == "MaxPool2d":
                return F.max_pool2d(x, a["kernel"], a["stride"])
            if op == "UpsampleNearest":
                return F.interpolate(x, scale_factor=a["factor"], mode="nearest")
            if op == "UpsampleBilinear":
                return F.interpolate(x, scale_factor=a["factor"], mode="bilinear", align_corners=a["alignCorners"])
            if op == "GlobalAveragePool":
                return F.adaptive_avg_pool2d(x, 1)
            if op == "Concat":
                return torch.cat(inputs, 1)
            if op in ("Add", "Multiply", "ScaleChannels"):
                y = x
                for other in inputs[1:]:
                    y = y + other if op == "Add" else y * other
                return y
            raise ValueError(f"{self.nodes[i]['name']}: there is no operation {op} here")

        def forward(self, x):
            values = [x]
            for i in range(1, len(self.nodes)):
                values.append(self.step(i, [values[k] for k in self.nodes[i]["inputs"]]))
            total = None
            for k in graph["outputs"]:
                logits = values[k].float()
                own = torch.sigmoid(logits) if logits.shape[1] == 1 else torch.softmax(logits, 1)[:, 1:]
                total = own if total is None else total + own
            return total / len(graph["outputs"])

    header, data = read_safetensors(weights)
    types = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64}
    network = Network()
    with torch.no_grad():
        for node, module in zip(graph["nodes"], network.layers):
            for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
                if name == "num_batches_tracked":
                    continue
                entry = header[f"{node['name']}.{name}"]
                begin, end = entry["data_offsets"]
                value = torch.frombuffer(data, dtype=types[entry["dtype"]], count=(end - begin) // torch.empty(0, dtype=types[entry["dtype"]]).element_size(), offset=begin)
                tensor.copy_(value.reshape(entry["shape"]))
    return network.eval()


class Workload:
    """A batch in pinned memory and the network on the device."""

    def __init__(self, request):
        import torch

        self.torch = torch
        if not torch.cuda.is_available():
            raise RuntimeError(f"expected a GPU, found none that PyTorch {torch.__version__} can use")
        with open(request["open"], encoding="utf-8") as file:
            graph = json.load(file)
        device, batch = torch.device(request["device"]), request["batch"]
        torch.cuda.set_device(device)
        torch.backends.cudnn.benchmark = True
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
        self.type = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}[request["precision"]]
        self.network = build(graph, request["weights"]).to(device=device, dtype=self.type, memory_format=torch.channels_last)
        if request["mode"] == "compiled":
            self.network = torch.compile(self.network, mode="max-autotune")
        with open(request["input"], "rb") as file:
            one = torch.frombuffer(bytearray(file.read()), dtype=torch.float32).reshape(1, 3, graph["height"], graph["width"])
        self.input = one.repeat(batch, 1, 1, 1).pin_memory()
        self.device = device
        for _ in range(5):
            output = self.once()
        self.output = torch.empty(output.shape, dtype=output.dtype).pin_memory()
        self.description = f"PyTorch {torch.__version__}, {request['mode']}, {request['precision']}"

    def once(self):
        torch = self.torch
        with torch.inference_mode():
            x = self.input.to(self.device, non_blocking=True).to(dtype=self.type, memory_format=torch.channels_last)
            return self.network(x)

    def run(self, count):
        torch, seconds = self.torch, []
        for _ in range(count):
            torch.cuda.synchronize(self.device)
            start = time.perf_counter()
            self.output.copy_(self.once(), non_blocking=True)
            torch.cuda.synchronize(self.device)
            seconds.append(time.perf_counter() - start)
        return {"seconds": seconds, "deviceMegabytes": torch.cuda.max_memory_reserved(self.device) / 1e6, "sum": float(self.output.double().sum())}


def serve():
    # What libraries print must not pass for an answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    workload = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "open" in request:
                workload = Workload(request)
                answer = {"description": workload.description}
            else:
                answer = workload.run(request["run"])
        except ImportError as e:
            answer = {"error": f"expected PyTorch in {sys.executable}, found none ({e}); install it there, or name another Python in VIDEOSEG_PYTHON"}
        except Exception as e:  # Whatever it is, the others are measured.
            answer = {"error": f"{type(e).__name__}: {str(e).strip().splitlines()[0] if str(e).strip() else ''}"}
        print(json.dumps(answer), file=answers, flush=True)


def main():
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as file:
            graph = json.load(file)
        shapes, macs = walk(graph)
        print(json.dumps({"nodes": len(shapes), "outputs": [shapes[k] for k in graph["outputs"]], "macs": macs}))
    else:
        serve()


if __name__ == "__main__":
    main()
