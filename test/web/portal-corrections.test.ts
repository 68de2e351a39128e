/** What the holder of a link sees when the vendor has refused some of the details. */
import { correcting, IN_USE, refuse, sendCorrection, TOO_LONG, UNKNOWN } from './support/corrections.ts';
import { useEdge } from './support/edge.ts';
import { ADA, GRACE } from './support/world.ts';

const edge = useEdge();

const DETAILS = { ...ADA, companyName: 'Engines' };

test('what the vendor refused is in the form behind the newest link, with the reason beside each refused field', async () => {
  const { world, open } = await edge();
  const { path } = await correcting(world, { details: DETAILS, corrections: [IN_USE, TOO_LONG] });
  const { status, text } = await open(path);
  expect(status).toBe(200);
  expect(text).toContain('<h1>Please correct the administrator’s details</h1>');
  expect(text).toContain('The vendor could not take some of the administrator’s details for Office 365 Backup.');
  expect(text).toContain('value="ada@engines.example"');
  for (const [field, words] of Object.entries({
    email: 'E-mail address: already in use at the vendor. Enter another one',
    companyName: 'Company name: too long for the vendor. Enter a shorter one',
  })) {
    expect(text).toContain(`<a href="#${field}">${words}</a>`);
    expect(text).toContain(`id="${field}-error"><span class="visually-hidden">Error: </span>${words}</p>`);
    expect(text).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
  }
  expect(text).not.toContain('id="firstName-error"');
});

test('the same in German', async () => {
  const { world, app } = await edge();
  const { path } = await correcting(world);
  const text = await (await app.request(path, { headers: { 'accept-language': 'de' } })).text();
  expect(text).toContain('<h1>Bitte korrigieren Sie die Daten des Administrators</h1>');
  expect(text).toContain('<a href="#email">E-Mail-Adresse: wird beim Hersteller schon verwendet.');
});

test('what a vendor says is shown where its code says too little, shortened, and never as markup', async () => {
  const { world, open } = await edge();
  const { path } = await correcting(world, { corrections: [IN_USE, UNKNOWN] });
  const { text } = await open(path);
  expect(text).toContain('Last name: the vendor does not accept this (“&lt;b&gt;no &quot;such&quot; name&lt;/b&gt;');
  expect(text).toContain('…”). Please change it');
  expect(text.length).toBeLessThan((await open((await world.asking()).path)).text.length + 3000);
  expect(text).not.toContain('<b>no');
  expect(text).not.toContain(IN_USE.said);
});

test('a mail scanner that follows the link of a correction, however often, changes nothing', async () => {
  const { world, app, open } = await edge();
  const { path, orderId } = await correcting(world);
  const before = await world.read(orderId);
  for (let visit = 0; visit < 5; visit++) {
    await open(path);
    await app.request(path, { method: 'HEAD' });
  }
  expect([await world.read(orderId), world.answers]).toEqual([before, []]);
});

test('details in which every refused field is as it was are not sent again: the reason stands beside the field', async () => {
  const { world, submit } = await edge();
  const { path, orderId } = await correcting(world);
  const before = await world.read(orderId);
  const { status, text } = await submit(path, { ...DETAILS, firstName: 'Augusta', email: ' ada@engines.example ' });
  expect(status).toBe(422);
  expect(text).toMatch(/<title>Error: Please correct/);
  expect(text).toContain('<a href="#email">E-mail address: already in use at the vendor.');
  expect(text).toContain('value="Augusta"');
  expect([await world.read(orderId), world.answers]).toEqual([before, []]);
});

test('a correction reaches the order, also of one field of two: the vendor says what it thinks of the other', async () => {
  const { world, submit } = await edge();
  const { path } = await correcting(world, { details: DETAILS, corrections: [IN_USE, TOO_LONG] });
  const changed = { ...DETAILS, email: 'augusta@engines.example' };
  const sent = await submit(path, changed);
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}/receipt`]);
  expect(world.answers).toEqual([{ details: changed, by: 'customer', revision: 2 }]);
});

test('beside a new mistake, what the vendor refused is still said of each field that is as it was', async () => {
  const { world, submit } = await edge();
  const { path } = await correcting(world, { details: DETAILS, corrections: [IN_USE, TOO_LONG] });
  const { status, text } = await submit(path, { ...DETAILS, companyName: 'E', phone: '12' });
  expect(status).toBe(422);
  expect(text).toContain('id="phone-error"');
  expect(text).toContain('id="email-error"');
  expect(text).not.toContain('id="companyName-error"');
});

test('the link that was answered is superseded as soon as other details are asked for, though its successor is on its way', async () => {
  const { world, open, submit } = await edge();
  const { path: old, orderId } = await world.asking();
  await refuse(world, orderId);
  const sees = async () => {
    for (const page of [await open(old), await submit(old, { ...GRACE }), await open(`${old}/receipt`)]) {
      expect([page.status, page.text.includes('There is a newer link')]).toEqual([410, true]);
      expect(page.text).not.toMatch(/ada@engines|Engines/);
    }
  };
  await sees();
  await sendCorrection(world, orderId);
  await sees();
  expect(world.answers).toEqual([]);
});

test('while the reseller is asked to correct, a link’s holder sees that the details are given, and no form', async () => {
  const { world, open, submit } = await edge();
  const { path, orderId } = await world.asking();
  await refuse(world, orderId, { by: 'reseller' });
  const page = await open(path);
  expect([page.status, page.text.includes('The details are already here')]).toEqual([200, true]);
  expect(page.text).not.toMatch(/ada@engines|<form/);
  expect((await submit(path, { ...GRACE })).status).toBe(409);
  expect(world.answers).toEqual([]);
});

test('another contact whom the reseller lets correct it has the reasons, too, though the wait was for a contact', async () => {
  const { world, open } = await edge();
  const { path: first, orderId } = await world.asking();
  await refuse(world, orderId, { by: 'reseller' });
  const since = '2026-11-20T10:00:00.000Z';
  const path = await sendCorrection(world, orderId);
  await world.apply(orderId, 'inquiring', { waitingOn: { who: 'reseller', kind: 'otherContact', since } });
  expect((await open(path)).text).toContain('id="email-error"');
  expect((await open(first)).status).toBe(410);
});
