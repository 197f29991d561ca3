namespace Argus.SelfTest.Drawing;

/// <summary>An 8-bit colour.</summary>
public readonly record struct Rgb(byte R, byte G, byte B);
