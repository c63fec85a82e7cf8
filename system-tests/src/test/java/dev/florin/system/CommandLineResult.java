package dev.florin.system;

/** What a command printed and how it ended. */
record CommandLineResult(int exitCode, String output, String errors) {}
