"""What several families of nodes share: channels of a frame, boxes, resampling, light; no nodes."""
