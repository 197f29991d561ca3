const Widest = 1600;
const Face = '#2fe0d2', Chosen = '#ffd23f', Dark = 'rgba(0, 0, 0, .6)';

// A photo as the answer speaks of it: upright, in its own pixels.
export async function decode(file, answer) {
  const { image_width: width, image_height: height } = answer;
  const scale = Math.min(1, Widest / Math.max(width, height));
  const base = canvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const bitmap = await upright(file, answer.orientation).catch(() => null);
  const thumbs = answer.faces.map(face => thumb(bitmap, face.bbox, width, height));
  if (bitmap) {
    base.getContext('2d').drawImage(bitmap, 0, 0, base.width, base.height);
    bitmap.close?.();
  }
  return { base, scale, thumbs, shown: bitmap !== null };
}

// Browsers turn JPEGs as their camera says, of WebP and PNG some do and some do not: those are decoded as they lie, and turned here.
async function upright(file, orientation) {
  const unturned = orientation > 1 && await withoutExif(file);
  const bitmap = await createImageBitmap(unturned || file, { imageOrientation: 'from-image' });
  if (!unturned) return bitmap;
  const { width: w, height: h } = bitmap;
  const turned = orientation > 4 ? canvas(h, w) : canvas(w, h);
  const pen = turned.getContext('2d');
  pen.setTransform(...{ 2: [-1, 0, 0, 1, w, 0], 3: [-1, 0, 0, -1, w, h], 4: [1, 0, 0, -1, 0, h], 5: [0, 1, 1, 0, 0, 0], 6: [0, 1, -1, 0, h, 0], 7: [0, -1, -1, 0, h, w], 8: [0, -1, 1, 0, 0, w] }[orientation]);
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  return turned;
}

async function withoutExif(file) {
  const bytes = new Uint8Array(await file.arrayBuffer()), view = new DataView(bytes.buffer);
  const tag = at => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (tag(0) === 'RIFF' && tag(8) === 'WEBP')
    for (let at = 12, size; at + 8 <= bytes.length; at += 8 + size + (size & 1)) {
      size = view.getUint32(at + 4, true);
      if (tag(at) === 'EXIF') return bytes.set([74, 85, 78, 75], at), new Blob([bytes]);
    }
  if (tag(0) === '\x89PNG')
    for (let at = 8, size; at + 12 <= bytes.length; at += 12 + size) {
      size = view.getUint32(at);
      if (tag(at + 4) === 'eXIf') return new Blob([bytes.subarray(0, at), bytes.subarray(at + 12 + size)]);
    }
  return null;
}

export function canvas(width, height) {
  return Object.assign(document.createElement('canvas'), { width, height });
}

function thumb(bitmap, [x1, y1, x2, y2], width, height) {
  const element = canvas(112, 112);
  if (!bitmap) return element;
  const side = Math.max(x2 - x1, y2 - y1) * 1.35, sx = bitmap.width / width, sy = bitmap.height / height;
  const x = (x1 + x2 - side) / 2, y = (y1 + y2 - side) / 2;
  element.getContext('2d').drawImage(bitmap, x * sx, y * sy, side * sx, side * sy, 0, 0, 112, 112);
  return element;
}

// Draws the photo with its faces; lines keep their width on the screen however far the picture is scaled down.
export function draw(view, photo, faces, chosen) {
  const { base, scale } = photo;
  view.width = base.width;
  view.height = base.height;
  const pixel = view.clientWidth ? view.width / view.clientWidth : 1;
  const pen = view.getContext('2d');
  pen.drawImage(base, 0, 0);
  pen.font = `600 ${13 * pixel}px system-ui, sans-serif`;
  pen.textBaseline = 'top';
  faces.forEach((face, i) => {
    const [x1, y1, x2, y2] = face.bbox.map(v => v * scale);
    const colour = chosen.has(i) ? Chosen : Face;
    for (const [line, style] of [[5, Dark], [2.5, colour]]) {
      pen.lineWidth = line * pixel;
      pen.strokeStyle = style;
      pen.strokeRect(x1, y1, x2 - x1, y2 - y1);
    }
    for (const [x, y] of face.landmarks || []) dot(pen, x * scale, y * scale, Math.min(2.5 * pixel, (x2 - x1) / 20), colour);
    const number = `${i + 1}`, wide = pen.measureText(number).width + 8 * pixel, high = 18 * pixel;
    if (x2 - x1 < wide * 1.6) return;
    pen.fillStyle = colour;
    pen.fillRect(x1, y1, wide, high);
    pen.fillStyle = '#00201e';
    pen.fillText(number, x1 + 4 * pixel, y1 + 3 * pixel);
  });
}

function dot(pen, x, y, radius, colour) {
  for (const [r, style] of [[radius * 1.6, Dark], [radius, colour]]) {
    pen.beginPath();
    pen.arc(x, y, r, 0, 2 * Math.PI);
    pen.fillStyle = style;
    pen.fill();
  }
}
