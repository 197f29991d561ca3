using System.Runtime.Versioning;

// Scripts, signals and file modes: the command line runs on Linux.
[assembly: SupportedOSPlatform("linux")]
