package dev.grantflow.log;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

/// How the log is written. A wrong value stops the start.
///
/// @param format of each line
@Context
@ConfigurationProperties("grantflow.log")
public record LogSettings(@Bindable(defaultValue = "text") LogFormat format) {}
