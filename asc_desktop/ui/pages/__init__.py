"""The pages that the navigation offers, each built when it is first shown."""
