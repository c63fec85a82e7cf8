package dev.florin.notification.wrong.web;

/** A wire type that a class behind the wire knows. */
public class WrongDocument {}
