"""The ground floor of Workprint: node contract, graph, engine, processes, media, built-in nodes.

Nothing in here imports Qt or torch.
"""
