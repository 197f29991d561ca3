using System.CommandLine;
using Argus.Sbom;

var publish = new Option<DirectoryInfo>("--publish") { Description = "Folder that dotnet publish wrote.", Required = true };
var lockFile = new Option<FileInfo[]>("--npm") { Description = "A package-lock.json whose packages are part of the image too; node_modules lies beside it. May be given several times." };
var npmPackage = new Option<string[]>("--npm-package")
{
    Description = "Which packages of those files are in the image; the others only serve to build or test. Default: all that are not for development.",
    AllowMultipleArgumentsPerToken = true,
};
var packages = new Option<DirectoryInfo?>("--nuget") { Description = "Folder of NuGet's packages, for their licences. Default: NUGET_PACKAGES, else ~/.nuget/packages." };
var output = new Option<FileInfo>("--output") { Description = "File to write, CycloneDX 1.6 as JSON.", Required = true };
var root = new RootCommand("Writes the bill of materials of a published program: its .NET packages, its runtime and its native libraries from npm.") { publish, lockFile, npmPackage, packages, output };
root.SetAction(parsed =>
{
    try
    {
        Bom.Write(
            parsed.GetRequiredValue(publish).FullName,
            LockFile.ReadAll([.. (parsed.GetValue(lockFile) ?? []).Select(f => f.FullName)], parsed.GetValue(npmPackage) ?? []),
            NuGetLicenses.Below(parsed.GetValue(packages)?.FullName),
            parsed.GetRequiredValue(output).FullName);
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or BomException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
});
return root.Parse(args).Invoke();
