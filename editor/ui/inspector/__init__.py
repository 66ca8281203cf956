"""The selected node's parameters, with controls made from its spec."""
