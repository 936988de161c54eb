package dev.grantflow.client;

/// All that is configured of one client instance.
record ClientBlock(ClientSettings settings, LimitSettings limits, DocumentSettings document) {}
