#!/usr/bin/env python3
"""What network_product measures, by PyTorch's double backward on one core:

    NetworkProduct.py DATA.csv[.gz] 64-64-32-10 [repeat]

Seconds of processor time (medians) of a gradient, of a product with the Hessian that differentiates gradient·v anew
("product"), and of one that keeps the graph of the gradient from product to product ("product_kept_graph"). Debian:
python3-torch.
"""
import gzip
import json
import sys
import time

import torch


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt") as lines:
        rows = [[float(field) for field in line.split(",")] for line in lines]
    table = torch.tensor(rows, dtype=torch.float64)
    return table[:, :-1] / 16, table[:, -1].long()


def seconds(repeat, work):
    work()
    times = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return sorted(times)[repeat // 2]


def network(sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(inputs, outputs, dtype=torch.float64), torch.nn.Tanh()]
    return torch.nn.Sequential(*layers[:-1])


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    x, labels = read(sys.argv[1])
    model = network([int(size) for size in sys.argv[2].split("-")])
    repeat = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    parameters = list(model.parameters())
    directions = [torch.randn_like(p) for p in parameters]
    loss = lambda: torch.nn.functional.cross_entropy(model(x), labels)
    gradient = lambda keep: torch.autograd.grad(loss(), parameters, create_graph=keep)
    product = lambda g, keep: torch.autograd.grad(g, parameters, directions, retain_graph=keep)
    kept = gradient(True)
    print(json.dumps({"parameters": sum(p.numel() for p in parameters), "samples": len(labels),
                      "torch": torch.__version__,
                      "gradient": seconds(repeat, lambda: gradient(False)),
                      "product": seconds(repeat, lambda: product(gradient(True), False)),
                      "product_kept_graph": seconds(repeat, lambda: product(kept, True))}))


main()
