import {describe, expect, test} from 'vitest';
import {privateKind} from '../../source/network/address.ts';

describe('public addresses', () => {
  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '198.17.255.255',
    '198.20.0.0',
    '203.0.113.7',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450::1',
    '2001:200::1',
    '3ffe::1',
  ])('%s', (address) => {
    expect(privateKind(address)).toBeNull();
  });
});

describe('all others are named', () => {
  test.each([
    ['127.0.0.1', 'loopback', true],
    ['127.255.255.255', 'loopback', true],
    ['::1', 'loopback', true],
    ['10.0.0.0', 'private', true],
    ['10.255.255.255', 'private', true],
    ['172.16.0.0', 'private', true],
    ['172.31.255.255', 'private', true],
    ['192.168.0.1', 'private', true],
    ['100.64.0.0', 'private', true],
    ['100.127.255.255', 'private', true],
    ['198.18.0.1', 'private', true],
    ['fc00::1', 'private', true],
    ['fdff::1', 'private', true],
    ['169.254.169.254', 'metadata', false],
    ['100.100.100.200', 'metadata', false],
    ['168.63.129.16', 'metadata', false],
    ['fd00:ec2::254', 'metadata', false],
    ['fd20:ce::254', 'metadata', false],
    ['169.254.0.1', 'link-local', false],
    ['fe80::1', 'link-local', false],
    ['fe80::1%lo', 'link-local', false],
    ['0.0.0.0', 'special', false],
    ['0.1.2.3', 'special', false],
    ['192.0.0.8', 'special', false],
    ['224.0.0.1', 'special', false],
    ['255.255.255.255', 'special', false],
    ['ff02::1', 'special', false],
    ['2001:db8::1', 'special', false],
    ['2001:10::1', 'special', false],
    ['3fff::1', 'special', false],
    ['4000::1', 'special', false],
    ['100::1', 'special', false],
    ['::', 'stands for an IPv4', false],
    ['::ffff:127.0.0.1', 'stands for an IPv4', false],
    ['::ffff:8.8.8.8', 'stands for an IPv4', false],
    ['::127.0.0.1', 'stands for an IPv4', false],
    ['::a9fe:a9fe', 'stands for an IPv4', false],
    ['::ffff:0:127.0.0.1', 'stands for an IPv4', false],
    ['64:ff9b::8.8.8.8', 'stands for an IPv4', false],
    ['64:ff9b:1::1', 'stands for an IPv4', false],
    ['2001::1', 'stands for an IPv4', false],
    ['2002:808:808::1', 'stands for an IPv4', false],
    ['docs.example.org', 'special', false],
    ['0x7f.1', 'special', false],
    ['', 'special', false],
  ])('%s is %s', (address, words, ownable) => {
    const kind = privateKind(address);
    expect(kind?.words).toContain(words);
    expect(kind?.ownable).toBe(ownable);
  });
});
