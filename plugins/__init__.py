"""Plugin packs: manifests, discovery, environments and their host."""
