"""Text from people made safe, and the translations of the house."""
