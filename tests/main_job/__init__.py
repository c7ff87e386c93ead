"""The main job through the front door: an upload becomes items, answers become mastery."""
