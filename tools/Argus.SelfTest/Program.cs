using Argus.SelfTest;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: Argus.SelfTest FOLDER    writes the files of the selftest pack there");
    return 2;
}

Directory.CreateDirectory(args[0]);
foreach (var (name, bytes) in SelfTestPack.Files())
{
    File.WriteAllBytes(Path.Combine(args[0], name), bytes);
    Console.WriteLine($"{name} {bytes.Length}");
}

return 0;
