global using Argus.Testing;
