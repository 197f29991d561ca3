using System.Runtime.Versioning;

// Scripts, signals and file modes: images are for Linux.
[assembly: SupportedOSPlatform("linux")]
