package dev.grantflow.log;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

/// How the log is written. A wrong value stops the start.
///
/// @param format how lines of the log are written: `json` is one object a line. As a variable or a
///   system property it holds from the first line on
@Context
@ConfigurationProperties("grantflow.log")
public record LogSettings(@Bindable(defaultValue = "text") LogFormat format) {}
