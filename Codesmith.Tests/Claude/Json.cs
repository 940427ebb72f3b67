using System.Text;

namespace Codesmith.Tests.Claude;

internal static class Json
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
