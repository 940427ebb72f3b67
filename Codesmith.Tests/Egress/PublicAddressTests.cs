using System.Net;
using Codesmith.Supervisor.Egress;
using NUnit.Framework;

namespace Codesmith.Tests.Egress;

internal sealed class PublicAddressTests
{
    [TestCase("0.0.0.0", "unspecified")]
    [TestCase("0.1.2.3", "unspecified")]
    [TestCase("10.0.0.1", "private")]
    [TestCase("100.64.0.1", "shared by a provider")]
    [TestCase("100.100.100.200", "metadata")]
    [TestCase("127.0.0.1", "loopback")]
    [TestCase("127.255.255.254", "loopback")]
    [TestCase("168.63.129.16", "metadata")]
    [TestCase("169.254.169.254", "metadata")]
    [TestCase("169.254.170.2", "link-local")]
    [TestCase("172.16.0.1", "private")]
    [TestCase("172.31.255.255", "private")]
    [TestCase("192.0.0.192", "metadata")]
    [TestCase("192.88.99.1", "reserved")]
    [TestCase("192.168.1.1", "private")]
    [TestCase("198.19.0.1", "reserved")]
    [TestCase("224.0.0.1", "multicast")]
    [TestCase("240.0.0.1", "reserved")]
    [TestCase("255.255.255.255", "reserved")]
    [TestCase("::", "unspecified")]
    [TestCase("::1", "loopback")]
    [TestCase("::7f00:1", "reserved")] // IPv4-compatible, 127.0.0.1
    [TestCase("::ffff:127.0.0.1", "loopback")]
    [TestCase("::ffff:169.254.169.254", "metadata")]
    [TestCase("::ffff:0:127.0.0.1", "reserved")] // translated, RFC 2765
    [TestCase("64:ff9b::10.0.0.1", "private")]
    [TestCase("64:ff9b::169.254.169.254", "metadata")]
    [TestCase("64:ff9b:1::8.8.8.8", "reserved")]
    [TestCase("100::1", "reserved")]
    [TestCase("2001::1", "reserved")] // Teredo
    [TestCase("2002:7f00:1::1", "reserved")] // 6to4, 127.0.0.1
    [TestCase("5f00::1", "reserved")]
    [TestCase("fc00::1", "private")]
    [TestCase("fd00:ec2::254", "metadata")]
    [TestCase("fd12:3456::1", "private")]
    [TestCase("fe80::1", "link-local")]
    [TestCase("fe80::1%2", "link-local")]
    [TestCase("fec0::1", "private")]
    [TestCase("ff02::1", "multicast")]
    public void Address_IsNotPublic(string address, string kind) =>
        Assert.That(PublicAddress.KindOf(IPAddress.Parse(address)), Is.EqualTo(kind));

    [TestCase("1.1.1.1")]
    [TestCase("9.255.255.255")]
    [TestCase("100.63.255.255")]
    [TestCase("100.128.0.1")]
    [TestCase("128.0.0.1")]
    [TestCase("172.32.0.1")]
    [TestCase("192.169.0.1")]
    [TestCase("203.0.113.80")]
    [TestCase("223.255.255.255")]
    [TestCase("::ffff:1.1.1.1")]
    [TestCase("64:ff9b::1.1.1.1")]
    [TestCase("2606:4700::1111")]
    [TestCase("2a00:1450::1")]
    public void Address_IsPublic(string address) =>
        Assert.That(PublicAddress.KindOf(IPAddress.Parse(address)), Is.Null);
}
