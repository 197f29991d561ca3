using System.Runtime.Versioning;

// Scripts, signals and file modes: the local cluster runs on Linux.
[assembly: SupportedOSPlatform("linux")]
