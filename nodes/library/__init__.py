"""Built-in nodes, one file a node, by family; written against `nodes.api` alone."""
