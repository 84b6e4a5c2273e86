from bouquet.capabilities.audience.tests.audience import house as house
